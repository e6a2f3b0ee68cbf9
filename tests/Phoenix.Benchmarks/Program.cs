if (args is ["ranking", ..]) Phoenix.Benchmarks.Ranking.RankedSetBenchmark.Run(args[1..]);
return 0;
