import FileFormats
import GAN
import Runs

/// The settings of a run, as a page shows them: by the tables in which they are declared.
enum PageSettings {
  /// A row for each setting that has a value, and before them what the run was trained on.
  static func json(_ configuration: RunConfiguration) -> [JSONValue] {
    let training = configuration.training
    let architecture = training.architecture
    let first = [
      row("architecture", "architecture", architecture.name),
      row("latentSize", "latent size", "\(architecture.latentSize)"),
      row("data", "data", configuration.data), row("images", "images", training.data.imageCount.grouped),
      row("checksum", "checksum of the images", String(training.data.checksum, radix: 16)),
    ]
    return first + rows(TrainingSettings.table, training.settings) + rows(RunSettings.table, configuration.settings)
  }

  private static func rows<Root: Sendable>(_ table: [any AnySetting<Root>], _ root: Root) -> [JSONValue] {
    table.compactMap { setting in setting.text(in: root).map { row(setting.key, setting.title, $0) } }
  }

  private static func row(_ key: String, _ title: String, _ value: String) -> JSONValue {
    .object(["key": .string(key), "title": .string(title), "value": .string(value.excerpt(200))])
  }
}
