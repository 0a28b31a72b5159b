import FileFormats
import Foundation
import GAN
import Runs
import TestSupport
import Testing

/// `dcgan train --config`: a run like another.
struct ConfigTests {
  let fixture: SmallModel

  init() throws {
    fixture = try SmallModel()
    let architecture = SmallModel.architecture.json.text
    try fixture.directory.create("small.json", architecture.utf8)
    try run(
      "train", "--architecture", "small.json", "--data", "data", "--batch-size", "8", "--log-every", "2", "--seed", "5",
      "--learning-rate", "3e-4", "--epochs", "2", "--limit", "40", "--out", "first")
  }

  @discardableResult
  private func run(_ arguments: String...) throws -> Program.Result {
    let result = try fixture.program.run(arguments)
    result.expectSuccess()
    return result
  }

  private func refusal(_ arguments: String...) throws -> String {
    let result = try fixture.program.run(arguments)
    #expect(result.status != 0)
    return result.error
  }

  private func configuration(_ run: String) throws -> RunConfiguration {
    try RunConfiguration(RunDirectory(fixture.directory.file(run)))
  }

  @Test func aRunLikeAnotherHasItsBytes() throws {
    for source in ["first", "first/config.json", "first/checkpoint.safetensors"] {
      try run("train", "--config", source, "--out", "again", "--overwrite")
      for file in ["checkpoint.safetensors", "config.json", "samples/epoch-0002.png"] {
        #expect(
          try fixture.directory.contents("again/\(file)") == fixture.directory.contents("first/\(file)"), "\(source)")
      }
    }
  }

  @Test func optionsOverrideWhatTheRunSays() throws {
    try run(
      "train", "--config", "first", "--out", "other", "--seed", "6", "--epochs", "1", "--limit", "32", "--log-every",
      "1")
    let (first, other) = (try configuration("first"), try configuration("other"))
    #expect(other.training.seed == 6 && other.settings.epochs == 1 && other.training.data.imageCount == 32)
    #expect(other.training.learningRate == first.training.learningRate && other.settings.logInterval == 1)
    #expect(other.training.architecture == first.training.architecture)
  }

  @Test func aScheduleOfTheRunsLengthIsPlannedForAnother() throws {
    try run("train", "--config", "first", "--schedule", "linear", "--out", "linear")
    #expect(try configuration("linear").training.schedule.epochs == 2)
    try run("train", "--config", "linear", "--epochs", "3", "--out", "longer")
    #expect(try configuration("longer").training.schedule.epochs == 3)
    #expect(
      try refusal("train", "--config", "linear", "--schedule-epochs", "2", "--epochs", "3", "--out", "wrong")
        .contains("--schedule-epochs 3"))
  }

  private func edited(_ change: (inout [String: JSONValue]) -> Void) throws {
    let json = try JSONValue(parsing: Array(try fixture.directory.contents("first/config.json")))
    var members = json.object ?? [:]
    change(&members)
    try fixture.directory.create("edited.json", JSONValue.object(members).text.utf8)
  }

  @Test func eachMemberOfAFileIsChecked() throws {
    try edited { $0["epoch"] = .number(3) }
    #expect(
      try refusal("train", "--config", "edited.json")
        == "Error: 'edited.json' cannot be used: The member 'epoch' is not known. Did you mean 'epochs'?\n")
    try edited { $0["learningRate"] = .number(0.1) }
    #expect(
      try refusal("train", "--config", "edited.json")
        .contains("The member 'learningRate' is not known. It belongs into 'configuration'."))
    try edited {
      var inner = $0["configuration"]?.object ?? [:]
      inner["lerningRate"] = .number(0.1)
      $0["configuration"] = .object(inner)
    }
    #expect(
      try refusal("train", "--config", "edited.json")
        .contains("The member 'lerningRate' of 'configuration' is not known. Did you mean 'learningRate'?"))
    try edited {
      var inner = $0["configuration"]?.object ?? [:]
      inner["learningRate"] = .number(-1)
      $0["configuration"] = .object(inner)
    }
    #expect(
      try refusal("train", "--config", "edited.json")
        .contains("The setting 'learningRate' must be greater than 0, not -1."))
    #expect(!fixture.directory.holds("runs"))
  }

  @Test func whatIsNoRunsConfigurationIsCalledWhatItIs() throws {
    try fixture.directory.create("a.txt", "no JSON".utf8)
    for (source, words) in [
      ("nothing", "nothing"), ("a.txt", "'a.txt' cannot be used: "),
      ("small.json", "this is an architecture, not the directory"),
      ("first/metrics.jsonl", "this is the log of a run, not the directory of a run"),
      ("first/samples/epoch-0001.png", "this is a picture, not the directory of a run"), ("data", "'data'"),
    ] {
      let error = try refusal("train", "--config", source)
      #expect(error.hasPrefix("Error: ") && error.contains(words), "\(error)")
    }
  }

  @Test func contradictionsAreRefused() throws {
    #expect(
      try refusal("train", "--config", "first", "--recipe", "best").hasPrefix("Error: '--recipe' cannot be used with"))
    #expect(
      try refusal("train", "--config", "first", "--latent-size", "7")
        .hasPrefix("Error: '--latent-size' cannot be used with '--config', which describes the networks"))
    #expect(
      try refusal("train", "--resume", "first", "--config", "first")
        .hasPrefix("Error: '--resume' goes on with a run as it is; it cannot be used with '--config'."))
  }

  @Test func whatARunLikeItDoesNotRepeatIsSaid() throws {
    try run("train", "--resume", "first", "--epochs", "3", "--change", "learning-rate=1e-4")
    let changed = try run("train", "--config", "first", "--out", "next", "--epochs", "1")
    #expect(changed.error.contains("Note: The run that this one is to be like was changed at step 10: "))
    let other = try run(
      "train", "--config", "first", "--data", "data", "--limit", "30", "--out", "less", "--epochs", "1")
    #expect(other.error.contains("Note: The images are not those of the run that this one is to be like"))
    let moved = try fixture.directory.create(
      "elsewhere/config.json", try fixture.directory.contents("first/config.json"))
    try FileManager.default.moveItem(
      atPath: fixture.directory.file("data"), toPath: fixture.directory.file("moved"))
    #expect(try refusal("train", "--config", moved).contains("say where with --data DIR"))
    try run("train", "--config", moved, "--data", "moved", "--out", "found", "--epochs", "1")
  }
}
