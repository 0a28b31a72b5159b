import FileFormats
import Runs

// What to do with a file that is of another kind than the one that is wanted, by one table.

extension FileError {
  /// Which command or option the file is for, or how it becomes what is wanted.
  public var advice: String? {
    guard let mismatch else { return nil }
    return FileAdvice(path: path, wanted: mismatch.wanted).text(for: mismatch.found)
  }
}

/// What to do with a file in the place of another.
struct FileAdvice {
  private let path: String
  private let wanted: FileRole

  init(path: String, wanted: FileRole) {
    self.path = path
    self.wanted = wanted
  }

  private var wantsData: Bool { [.dataSet, .judgedImages, .inspected].contains(wanted) }
  private var wantsModel: Bool { wanted == .checkpoint || wanted == .run }

  func text(for kind: FileKind) -> String? {
    if wanted == .latents, [.npy, .npz, .csv, .arrayFolder, .otherIDX, .rowsIDX].contains(kind) {
      return latentConversion
    }
    return switch kind {
    case .pictureFolder, .npy, .npz, .csv, .arrayFolder, .otherIDX, .rowsIDX, .channelsFirstIDX: importing(path)
    case .picture:
      wantsData ? importing(directory) : wanted == .importable ? "Name the folder that it lies in." : pointingAtModel
    case .imagesIDX: images
    case .labelsIDX: wantsData ? "Name the file of images: labels are found beside it." : nil
    case .swappedIDX:
      "Write its numbers with the most significant byte first, as struct.pack('>I', number) of Python does, or save the "
        + "images as an NPY file and give that to dcgan import."
    case .cifarBatch, .pickle, .torchArchive, .keras, .hdf5, .matlab, .onnx, .tfrecord, .parquet: conversion
    case .checkpoint, .latents, .safetensors: model(kind)
    case .recording: "scripts/reference/replay_steps.py makes its steps anew."
    case .zip: "Unpack it first: unzip \(path.shellQuoted) -d \(unpacked.shellQuoted)"
    case .tar: "Unpack it first: tar -xf \(path.shellQuoted)"
    case .gzip: "Unpack it first: gunzip -k \(path.shellQuoted)"
    case .bzip2: "Unpack it first: bunzip2 -k \(path.shellQuoted)"
    case .xz: "Unpack it first: unxz -k \(path.shellQuoted)"
    case .zstd: "Unpack it first: unzstd \(path.shellQuoted)"
    case .sevenZip: "Unpack it first: 7z x \(path.shellQuoted)"
    case .rar: "Unpack it first: unrar x \(path.shellQuoted)"
    case .webPage, .errorMessage:
      "Download it again, and take the address of the file itself, not that of the page which shows it."
    case .lfsPointer: "Fetch the file in its repository by: git lfs pull"
    case .runDirectory, .runsDirectory: run(kind)
    case .modelFolder:
      wantsModel || wanted == .inspected
        ? "It is for other programs: name the run that it was exported from, or a checkpoint of it." : nil
    case .metrics, .runConfiguration, .evaluation:
      wantsModel || wanted == .inspected
        ? pointingAtRun(directory) : wanted == .architecture ? presets : resuming(directory)
    case .architecture: wanted == .architecture ? nil : "Give it with --architecture."
    case .empty: nil
    case .brokenLink: "Make the link anew, or name the file itself."
    case .video:
      "Take its frames as pictures first, for instance with: mkdir frames && ffmpeg -i \(path.shellQuoted) "
        + "frames/%06d.png"
    case .pdf, .json, .text, .directory, .unknown: wantsModel ? pointingAtModel : nil
    }
  }

  /// The directory that the file lies in.
  private var directory: String { PathComponents(path).parent }

  /// The name of the file without its endings.
  private var stem: String {
    let name = PathComponents.lastName(of: path) ?? ""
    return name.split(separator: ".").first.map { String($0) } ?? name
  }

  private var unpacked: String { "data/\(stem)" }

  private func importing(_ source: String) -> String? {
    guard wantsData else { return wanted == .latents ? nil : pointingAtModel }
    let name = FileAdvice(path: source, wanted: wanted).stem
    let target = "data/\(name.isEmpty ? "mine" : name)"
    let free = fileExists(target) ? target + "-set" : target
    return "Make a data set of it first: dcgan import \(source.shellQuoted) --out \(free.shellQuoted)"
  }

  /// What a model, a run or latents are named by, where one of these is wanted; the run that the path lies in, if it
  /// does.
  private var pointingAtModel: String? {
    switch wanted {
    case .checkpoint, .run:
      RunDirectory(directory).holdsRun()
        ? pointingAtRun(directory)
        : wanted == .run
          ? "Name the directory of a run." : "Name a run directory or its checkpoint.safetensors."
    default: nil
    }
  }

  /// How numbers of Python become a file of latent vectors.
  private var latentConversion: String {
    "Save them in Python by safetensors.numpy.save_file({'latents': array.astype('float32')}, 'latents.safetensors'), a "
      + "row for each vector."
  }

  private var images: String? {
    switch wanted {
    case .picture: "Say which of its images you mean, as in '\(path)#0'."
    case .checkpoint, .latents: "Give it with --data."
    default: nil
    }
  }

  /// How a file of a Python library becomes one that is read here.
  private var conversion: String {
    if wanted == .latents { return latentConversion }
    return wantsModel || wanted == .inspected && isOfNetworks
      ? "Networks are read from safetensors files with the tensors of the article 'Formats on disk': write one in Python "
        + "with safetensors.torch.save_file({'generator.' + name: value for name, value in state.items()}, ...), and name the "
        + "architecture with --architecture."
      : "Save its images in Python by numpy.savez('images.npz', images=..., labels=...), and give that to dcgan import; "
        + "scripts/data/to_npz.py does so for usual files."
  }

  /// Whether the name is one that networks have: their files are of the same kinds as those of arrays.
  private var isOfNetworks: Bool { [".pth", ".pt", ".ckpt", ".bin"].contains { path.lowercased().hasSuffix($0) } }

  private func model(_ kind: FileKind) -> String? {
    switch (kind, wanted) {
    case (.checkpoint, .run): pointingAtModel
    case (.latents, .checkpoint): "Give it with --latents, and the model that it was made for with --checkpoint."
    case (.checkpoint, .latents): "Give it with --checkpoint."
    case (.checkpoint, _): "Give it with --checkpoint, or train its networks further with --init-from."
    default: nil
    }
  }

  private func run(_ kind: FileKind) -> String? {
    if kind == .runsDirectory || wanted == .latents || wanted == .picture { return pointingAtNewest }
    return wanted == .checkpoint ? nil : wanted == .architecture ? presets : resuming(path)
  }

  private var pointingAtNewest: String? {
    wantsModel || wanted == .inspected
      ? "Name one of the runs in it; 'dcgan runs \(path.shellQuoted)' lists them."
      : "It holds runs; name a data set or pictures instead."
  }

  private var presets: String { "'dcgan architectures NAME --json' prints one, and --init-from takes that of a run." }

  private func pointingAtRun(_ directory: String) -> String { "Name the run's directory: \(directory.shellQuoted)" }

  private func resuming(_ directory: String) -> String {
    "To go on with the run: dcgan train --resume \(directory.shellQuoted)"
  }
}
