import CommandLineKit
import Foundation
import Platform

StartingProcess.endWithIt()
// Swift finds the arguments, with the program's own name, in /proc where there is one.
let arguments = ProcessTexts.arguments
if arguments.isEmpty {
  Terminal().report(
    "Error: The command line cannot be read, because /proc is not there. Mount it: mount -t proc proc /proc")
  exit(ExitCode.failure.rawValue)
}
let program = CommandLineProgram(
  root: Program.command, version: Version.text, values: ValueCompletion.values, vocabulary: .otherPrograms)
exit(program.run(Array(arguments.dropFirst())).rawValue)
