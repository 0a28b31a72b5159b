extension TrainingSettings {
  /// Images of a shard.
  public var shardSize: Int { batchSize / shards }

  /// Whether every shard has as many images, one at least.
  var shardsDivideBatch: Bool { batchSize.isMultiple(of: shards) }
}

extension TrainingSettings.Table {
  /// ``TrainingSettings/shards``.
  public static let shards = Setting(
    \TrainingSettings.shards, key: "shards", title: "shards",
    option: .value(
      "shards", valueName: "N",
      help:
        "Divide each batch into N parts, a power of two that divides it. Each is normalised by itself, and memory is "
        + "taken for one at a time."),
    range: .powerOfTwo(upTo: 65_536), absence: .means(1))
}
