using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Phoenix.TestSupport.Engine;

/// <summary>The meters of one engine under test, and what they have measured so far.</summary>
internal sealed class KitMeters : IMeterFactory
{
    private readonly ConcurrentDictionary<string, Meter> _meters = [];
    private readonly ConcurrentDictionary<string, double> _sums = [];
    private readonly MeterListener _listener = new();

    public KitMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Note(i, value, tags));
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Note(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Note(i, value, tags));
        _listener.Start();
    }

    public Meter Create(MeterOptions options) =>
        _meters.GetOrAdd(options.Name, name => new Meter(new MeterOptions(name) { Scope = this }));

    /// <summary>Of a counter or histogram the sum of what it took, of a gauge what it shows now.</summary>
    /// <param name="series">The instrument's name and its attributes' values: <c>name{value,value}</c>.</param>
    public double Of(string series)
    {
        foreach (var gauge in _sums.Keys.Where(k => k.StartsWith('~'))) _sums.TryRemove(gauge, out _);
        _listener.RecordObservableInstruments();
        return _sums.GetValueOrDefault(series) + _sums.GetValueOrDefault('~' + series);
    }

    /// <summary>The series that an instrument has.</summary>
    public IEnumerable<string> SeriesOf(string instrument)
    {
        Of(instrument);
        return _sums.Keys.Select(key => key.TrimStart('~')).Where(key => key.Split('{')[0] == instrument).Order();
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var meter in _meters.Values) meter.Dispose();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = tags.IsEmpty
            ? instrument.Name : $"{instrument.Name}{{{string.Join(',', tags.ToArray().Select(tag => tag.Value))}}}";
        if (instrument.IsObservable) _sums['~' + series] = value;
        else _sums.AddOrUpdate(series, value, (_, sum) => sum + value);
    }
}
