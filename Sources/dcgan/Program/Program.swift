import CommandLineKit

/// The whole program as data.
enum Program {
  /// The command named like the program.
  static let command = Command(
    name: "dcgan",
    overview: "Train a deep convolutional generative adversarial network (DCGAN) on a CPU, and use what it has learnt.",
    subcommands: [
      TrainCommand.command, SampleCommand.command, InspectCommand.command, ShowCommand.command, RunsCommand.command,
      ReportCommand.command, PlotCommand.command, TimelapseCommand.command, BenchCommand.command,
      ArchitecturesCommand.command, RecipesCommand.command, CompareCommand.command, SweepCommand.command,
      InterpolateCommand.command,
      ArithmeticCommand.command,
      ProjectCommand.command, InpaintCommand.command, DenoiseCommand.command, RestyleCommand.command,
      ImportCommand.command, EvaluateCommand.command, ExportCommand.command, CompletionsCommand.command,
      ManualCommand.command,
    ])
}
