namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>What stands at a path of an event.</summary>
internal enum FieldKind : byte { Missing = 0, Null = 1, Boolean = 2, Number = 3, Text = 4, Array = 5, Object = 6 }
