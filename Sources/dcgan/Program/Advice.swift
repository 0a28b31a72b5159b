import CommandLineKit
import FileFormats
import GAN
import Runs

// The library says what is wrong or was seen; what to do about it with this program's commands and options stands here.

extension RunDirectoryError {
  /// Which options and commands help.
  public var advice: String? {
    switch kind {
    case .missing, .badData: nil
    case .noRuns: "Start one with 'dcgan train', or name a run directory or a checkpoint."
    case .taken: "Go on with it by --resume, remove it by --overwrite, or name another directory with --out."
    case .noSoundCheckpoint: "Start anew with --overwrite."
    case .cannotCreate: "Name another with --out."
    case .inUse: "Wait for its end, or name another directory with --out."
    }
  }
}

extension SaveError {
  /// How to go on once the cause is gone.
  public var advice: String? {
    let place = savedStep.map { "from step \($0)" } ?? "from the beginning"
    return "Once that is mended, go on \(place) with: dcgan train --resume \(run.path.shellQuoted)"
  }
}

extension CheckpointError {
  /// What can be done with a file that holds networks alone.
  public var advice: String? {
    switch use {
    case .none: nil
    case .networksOnly: "Start one with its networks, at step 0, by: dcgan train --init-from \(path.shellQuoted)"
    case .unnamedArchitecture: "Name it with --architecture."
    case .otherNames:
      "The article 'Formats on disk' lists the names; scripts/reference/pytorch_checkpoint.py writes such a file from "
        + "PyTorch's networks."
    }
  }
}

extension TrainingDivergedError {
  /// What keeps numbers small.
  public var advice: String? {
    let (option, change) =
      hasOwnDiscriminatorRate
      ? (" and --discriminator-learning-rate", " --change discriminator-learning-rate=X") : ("", "")
    return "Start a new run with a smaller --learning-rate\(option) or a larger --batch-size, or go on from the "
      + "checkpoint with one of them by --resume RUN --change learning-rate=X\(change)."
  }
}

extension BatchSizeError {
  /// What else to ask for.
  public var advice: String? {
    if heldOutCount == 0 { return "Use a smaller '--batch-size'." }
    return heldOutCount >= imageCount
      ? "Use a smaller '--hold-out'." : "Use a smaller '--batch-size' or '--hold-out'."
  }
}

extension AugmentationError {
  /// What else to ask for.
  public var advice: String? { "Leave '\(name)' out of '--augment'." }
}

extension SettingConflict {
  /// What else to ask for.
  public var advice: String? {
    switch kind {
    case .labels: "Leave out '--label-smoothing', or choose another '--loss'."
    case .classes: "Give '--conditional' with networks that go by classes, and with no others."
    case .penalty: "Leave out '--r1' and '--r2', or choose '--architecture plain28'."
    case .shards: "Use another '--batch-size' or fewer '--shards'."
    }
  }
}

extension ScheduleEndError {
  /// How to plan for the length.
  public var advice: String? {
    "Plan for more with '--schedule-epochs \(epochs)' or '--final-rate X'; in a run that goes on, with '--change "
      + "schedule-epochs=\(epochs)': its rates rise to what that schedule has there."
  }
}

extension SampleGridError {
  /// What makes a picture smaller.
  public var advice: String? {
    "Use fewer images, a smaller --scale or --padding, or write the images to '.npy' or '.idx'."
  }
}

/// What to tell of a run at work, with what to do about it.
enum NoticeText {
  /// The notice's sentence and the advice behind it.
  static func text(_ notice: any RunNotice) -> String {
    [notice.description, advice(notice)].compactMap { $0 }.joined(separator: " ")
  }

  private static func advice(_ notice: any RunNotice) -> String? {
    switch notice {
    case let change as HealthChange: advice(change.verdict)
    case let doubt as DataDoubt: advice(doubt)
    case is SettingsFailure: "Give the options again with the next --resume."
    default: nil
    }
  }

  private static func advice(_ verdict: HealthVerdict) -> String? {
    switch verdict {
    case .normal: nil
    case .discriminatorWinning: "Try a smaller --discriminator-learning-rate, or a larger --batch-size."
    case .generatorCollapse: "Try a smaller --learning-rate, a larger --batch-size or another --seed."
    case .lossesRunningAway:
      "If they do not come down, start anew with smaller rates: --learning-rate, --discriminator-learning-rate."
    case .stagnation: "If they are not good yet, try a larger --learning-rate."
    }
  }

  private static func advice(_ doubt: DataDoubt) -> String {
    switch doubt {
    case .narrowRange:
      "If they were numbers from 0 to 1, make the data set anew from them: dcgan import tells their range."
    case .allAlike: "Look at how the file was made."
    case .oneClass: "If the file is sorted by class, leave out --limit, or import it anew: that mixes the classes."
    case .heldOutClass: "Hold out fewer by --hold-out, or bring more images of it."
    case .fewImages: "Take more images, some thousands if you can, and a --batch-size of which an epoch has many."
    case .shortEpochs: "Use a smaller --batch-size, and more --epochs."
    }
  }
}
