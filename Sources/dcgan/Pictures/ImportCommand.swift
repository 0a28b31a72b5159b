import CommandLineKit
import FileFormats

/// `dcgan import`
enum ImportCommand {
  static let source = Argument<String>(
    "source",
    help:
      "Directory of PNG, JPEG, GIF, BMP, PGM and PPM files, or of sub-directories of them, which get the labels 0, 1, "
      + "... in the order of their names; or an IDX, NPY, NPZ or CSV file of images, or a directory of IDX or NPY files."
  )
  static let out = Option<String>("out", valueName: "DIR", help: "Directory for the data set.")
  static let verbose = Flag("verbose", help: "Name each file that is left out, with the reason.")

  static let command = Command(
    name: "import", overview: "Make a data set for training from a directory of pictures, or from arrays.",
    discussion: """
      The result is a directory of IDX files that 'dcgan train --data' reads, with labels if there are \
      sub-directories, and their names in classes.txt. Sub-directories 'train' and 'test' (or 'val') part training \
      images from test images, which commands find as DIR#0, and training images as DIR#train:0. The images are in a \
      random order that is always the same. Pictures that cannot be read are counted and left out; if they are more \
      than half, nothing is written.

      Arrays have the dimensions N x H x W, with channels in front or behind, or N x (H x W). Of an NPZ file the arrays \
      x_train, y_train, x_test and y_test are taken, or images and labels, or arr_0 and arr_1. Their images keep their \
      size, unless --size is given.

      --clusters sorts images without labels into kinds that look alike, which get the labels 0, 1, ..., those of \
      most images first: a conditional run learns them as it would classes.

        dcgan import pictures --out data/mine --size 64 --test-share 10%
        dcgan import digits.npz --out data/digits
        dcgan import emnist --transpose --out data/letters
        dcgan import holidays --size 32 --clusters 250 --out data/holidays
        dcgan train --data data/mine --architecture dcgan64
      """,
    parameters: [source, out] + PictureImport.parameters + [verbose] + ArrayImport.parameters + ProcessorOptions.all,
    run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let path = arguments[source]
    // Before it is asked which options are for what is there.
    if !fileExists(path), let error = FileError.unreadable(path) { throw error.recognizing(.importable, unless: []) }
    if ArrayImport.takes(path, arguments) { return try ArrayImport(arguments, terminal).run() }
    if let option = ArrayImport.givenOption(arguments) {
      throw UsageError(
        "'--\(option)' is for arrays of numbers, and '\(path)' is a directory of pictures."
          + (option == "labels"
            ? " Their classes are sub-directories: put the pictures of each into one of its own." : ""))
    }
    try PictureImport(arguments, terminal).run()
  }
}
