import CommandLineKit

/// `dcgan completions`
enum CompletionsCommand {
  private static let shell = Argument<Shell>("shell", help: "The shell that reads the script.")

  static let command = Command(
    name: "completions", overview: "Print a script with which a shell completes dcgan's command lines.",
    discussion: """
      The script asks the program, so it goes on with a newer one, and knows the runs that are there.

        bash   echo 'source <(dcgan completions bash)' >>~/.bashrc
        zsh    dcgan completions zsh >_dcgan, in a folder of $fpath
        fish   dcgan completions fish >~/.config/fish/completions/dcgan.fish
      """,
    parameters: [shell]
  ) { arguments, terminal in
    try terminal.printExactly(arguments[shell].script(program: "dcgan"))
  }
}
