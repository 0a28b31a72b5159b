import FileFormats
import Foundation
import Platform
import Testing

/// Names that are no UTF-8, as archives of other systems have them. `Process` passes texts only, so that a shell makes
/// the bytes: in its words `$L` is "café" in Latin-1, and `$G` "北京" in GBK.
struct UndecodablePathTests {
  private let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private static let latin = #"caf\xE9"#
  private static let chinese = #"\xB1\xB1\xBE\xA9"#

  private func run(_ words: String) throws -> Program.Result {
    let names = #"L=$(printf 'caf\351'); G=$(printf '\261\261\276\251'); "#
    return try fixture.program.start([], through: ["/bin/sh", "-c", names + #"exec "$0" "# + words]).finish()
  }

  /// Moves a file to a name of the shell's words.
  private func shell(_ commands: String) throws {
    let names = #"L=$(printf 'caf\351'); G=$(printf '\261\261\276\251'); "#
    _ = try fixture.program.start([], through: ["/bin/sh", "-c", names + commands]).finish()
  }

  private func names(_ directory: String = ".") -> [String] {
    (DirectoryNames.read(fixture.directory.file(directory)) ?? []).sorted()
  }

  @Test func aRunIsStartedResumedSampledAndInspectedAndItsFilesLieWhereTheyWereWanted() throws {
    try shell(#"mv data "data$G""#)
    let trained = try run(
      #"train --init-from model.safetensors --data "data$G" --batch-size 8 --epochs 1 --out "run$L""#)
    #expect(trained.status == 0, "\(trained.error)")
    #expect(trained.error.contains("Writing to run\(Self.latin)."))
    #expect(names().sorted() == ["data\(Self.chinese)", "model.safetensors", "run\(Self.latin)"])
    // The name of the data, as config.json tells it, leads back to it.
    let resumed = try run(#"train --resume "run$L" --epochs 2"#)
    #expect(resumed.status == 0, "\(resumed.error)")
    #expect(names("run\(Self.latin)/samples") == ["epoch-0001.png", "epoch-0002.png"])
    let inspected = try run(#"inspect "run$L""#)
    #expect(inspected.text.fact("checkpoint") == "run\(Self.latin)/checkpoint.safetensors")
    #expect(try run(#"sample --checkpoint "run$L" --out "$G.png""#).status == 0)
    #expect(try run(#"project --checkpoint "run$L" --image "data$G#train:0" --steps 1 --out "$L.png""#).status == 0)
    #expect(try run(#"project --checkpoint "run$L" --image "$G.png" --steps 1 --out "$L.png""#).status == 0)
    #expect(names().filter { $0.hasSuffix(".png") }.sorted() == ["\(Self.chinese).png", "\(Self.latin).png"].sorted())
  }

  @Test func aRunWithoutANameIsCalledAfterItsData() throws {
    try shell(#"mv data "$L""#)
    #expect(try run(#"train --init-from model.safetensors --data "$L/" --batch-size 8 --max-steps 1"#).status == 0)
    #expect(names("runs") == [#"caf\xE9-small-001"#])
    #expect(try run("train --resume --max-steps 2").status == 0)
  }

  @Test func picturesOfAnyNameAreImportedAndTheirFoldersAreClasses() throws {
    try shell(
      #"mkdir -p "in/$L" "in/$G"; for f in "in/$L/$G" "in/$L/1" "in/$G/$L"; do printf 'P5 1 1 255 x' >"$f.pgm"; done"#)
    let result = try run(#"import in --size 1 --out "set$G""#)
    #expect(result.text.hasPrefix("3 images of 2 classes, "))
    let set = try DataSet.load(path: fixture.directory.file("set\(Self.chinese)"), labels: .strict).images
    #expect(set.classNames == [Self.chinese, Self.latin])
    #expect(set.countClasses() == [1, 2])
  }

  @Test func messagesAndSuggestedCommandsShowBytesThatCanBeTypedAgain() throws {
    let missing = try run(#"inspect "no$L""#)
    #expect(missing.error.hasPrefix(#"Error: 'nocaf\xE9'"#))
    #expect(#"it's caf\xE9"#.shellQuoted == #"$'it\'s caf\xe9'"#)
    #expect("a\nb".shellQuoted == #"$'a\x0ab'"#)
    #expect(try run(#"train "--$L""#).error.hasPrefix(#"Error: Unknown option '--caf\xE9'."#))
  }
}
