import CommandLineKit
import Foundation

let program = CommandLineProgram(root: Program.command, version: Program.version)
exit(program.run(Array(CommandLine.arguments.dropFirst())).rawValue)
