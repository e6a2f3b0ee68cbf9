// Each test has processes and a database of its own, and wants the machine's cores for them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
