import CommandLineKit
import FileFormats

/// `dcgan import`
enum ImportCommand {
  static let source = Argument<String>(
    "images-dir",
    help:
      "Directory of PNG, JPEG, GIF, BMP, PGM and PPM files, or of sub-directories of them, which get the labels 0, 1, "
      + "... in the order of their names.")
  static let out = Option<String>("out", valueName: "DIR", help: "Directory for the data set.")
  static let verbose = Flag("verbose", help: "Name each file that is left out, with the reason.")

  static let command = Command(
    name: "import", overview: "Make a data set for training from a directory of pictures.",
    discussion: """
      The result is a directory of IDX files that 'dcgan train --data' reads, with labels if there are \
      sub-directories, and their names in classes.txt. Sub-directories 'train' and 'test' (or 'val') part training \
      images from test images, which commands find as DIR#0, and training images as DIR#train:0. The images are in a \
      random order that is always the same. Pictures that cannot be read are counted and left out; if they are more \
      than half, nothing is written.

        dcgan import pictures --out data/mine --size 64 --test-share 10%
        dcgan train --data data/mine --architecture dcgan64
      """,
    parameters: [source, out] + PictureImport.parameters + [verbose], run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    try PictureImport(arguments, terminal).run()
  }
}
