/// What a path turns out to name, whatever was asked for. Every place that meets a wrong file tells it by this one
/// list.
public enum FileKind: Equatable, Sendable, CaseIterable {
  // What people bring.
  case picture, pictureFolder, imagesIDX, labelsIDX, otherIDX, rowsIDX, channelsFirstIDX, swappedIDX, npy, npz, csv,
    arrayFolder
  // What other programs write.
  case cifarBatch, pickle, torchArchive, keras, hdf5, matlab, onnx, tfrecord, parquet, checkpoint, latents, recording,
    safetensors
  // What holds files.
  case zip, tar, gzip, bzip2, xz, zstd, sevenZip, rar
  // What a download leaves.
  case webPage, errorMessage, lfsPointer, pdf, video
  // What this program writes beside checkpoints.
  case runDirectory, runsDirectory, modelFolder, metrics, runConfiguration, evaluation, architecture
  // Anything else.
  case json, text, empty, brokenLink, directory, unknown

  /// Files of arrays, and the directories that hold them.
  static let arrays: Set<FileKind> = [
    .imagesIDX, .labelsIDX, .otherIDX, .rowsIDX, .channelsFirstIDX, .npy, .npz, .csv, .arrayFolder, .directory,
  ]

  /// What images can be taken from, once it is unpacked, converted or fetched.
  static let sources: Set<FileKind> = [
    .cifarBatch, .pickle, .torchArchive, .hdf5, .matlab, .tfrecord, .parquet, .zip, .tar, .bzip2, .xz, .zstd, .sevenZip,
    .rar, .lfsPointer, .video,
  ]

  /// What a message calls it: completes "this is ...".
  public var name: String {
    switch self {
    case .picture: "a picture"
    case .pictureFolder: "a folder of pictures"
    case .imagesIDX: "an IDX file of images"
    case .labelsIDX: "an IDX file of labels"
    case .otherIDX: "an IDX file of numbers that are no unsigned bytes"
    case .rowsIDX: "an IDX file of rows of numbers"
    case .channelsFirstIDX: "an IDX file of images whose channels stand before their rows"
    case .swappedIDX: "an IDX file whose numbers have their bytes in the wrong order"
    case .npy: "an NPY file, NumPy's of one array"
    case .npz: "an NPZ file, NumPy's of several arrays"
    case .csv: "a CSV file, numbers as text"
    case .arrayFolder: "a directory of arrays (NPY, NPZ or CSV files)"
    case .cifarBatch: "a batch of CIFAR in its binary layout"
    case .pickle: "a Python pickle"
    case .torchArchive: "a file of PyTorch's torch.save"
    case .keras: "a Keras model"
    case .hdf5: "an HDF5 file"
    case .matlab: "a MATLAB file"
    case .onnx: "an ONNX model"
    case .tfrecord: "a TFRecord file"
    case .parquet: "a Parquet file"
    case .checkpoint: "a checkpoint"
    case .latents: "a file of latent vectors"
    case .recording: "a recording of training steps"
    case .safetensors: "another program's safetensors file"
    case .zip: "a ZIP archive"
    case .tar: "a tar archive"
    case .gzip: "a gzip file of something else"
    case .bzip2: "a bzip2 file"
    case .xz: "an xz file"
    case .zstd: "a Zstandard file"
    case .sevenZip: "a 7z archive"
    case .rar: "a RAR archive"
    case .webPage: "a web page (HTML), as a failed download leaves"
    case .errorMessage: "a message in XML, as a failed download leaves"
    case .lfsPointer: "a pointer of Git LFS, which stands for the file itself"
    case .pdf: "a PDF document"
    case .video: "a video"
    case .runDirectory: "the directory of a run"
    case .runsDirectory: "a directory of several runs"
    case .modelFolder: "a folder of exported networks"
    case .metrics: "the log of a run"
    case .runConfiguration: "the configuration of a run"
    case .evaluation: "the evaluation of a run"
    case .architecture: "an architecture"
    case .json: "a JSON file"
    case .text: "a text"
    case .empty: "an empty file"
    case .brokenLink: "a symbolic link that leads nowhere"
    case .directory: "a directory"
    case .unknown: "something that is not known"
    }
  }
}

/// What a path was expected to name.
public enum FileRole: Equatable, Sendable, CaseIterable {
  /// A data set to train with or to judge by.
  case dataSet
  /// What a data set can be made of.
  case importable
  /// Labels of images.
  case labels
  /// A checkpoint or run.
  case checkpoint
  /// Latent vectors.
  case latents
  /// One picture.
  case picture
  /// Images that are to be judged.
  case judgedImages
  /// A run to go on with.
  case run
  /// What `dcgan inspect` shows.
  case inspected
  /// Networks as data.
  case architecture

  /// What a message calls it.
  public var name: String {
    switch self {
    case .dataSet: "an IDX file of images"
    case .importable: "a folder of pictures, or an IDX, NPY, NPZ or CSV file of images"
    case .labels: "an IDX, NPY, NPZ or CSV file of labels"
    case .checkpoint: "a checkpoint"
    case .latents: "a file of latent vectors"
    case .picture: "a picture in PNG, JPEG, GIF, BMP, PGM, PPM or PBM format"
    case .run: "the directory of a run"
    case .inspected: "a checkpoint, the directory of a run, or a data set"
    case .architecture: "an architecture in JSON"
    case .judgedImages: "an IDX, NPY or NPZ file of images, or a folder of pictures"
    }
  }
}
