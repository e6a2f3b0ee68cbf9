// One after the other: each test has processes and a database of its own, and wants the machine's cores for them. Only
// the fault harness, which mostly waits, is a collection of its own and runs beside the others.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
