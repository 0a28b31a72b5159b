import TensorCore
import Testing

struct PhiloxTests {
  struct KnownAnswer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let counter: Philox4x32.Block
    let key: UInt64
    let words: Philox4x32.Block
  }

  /// The vectors for `philox4x32 10` of the file `kat_vectors` in the Random123 distribution. A key's first word is the
  /// low half here.
  static let knownAnswers: [KnownAnswer] = [
    KnownAnswer(
      testDescription: "zeros", counter: (0, 0, 0, 0), key: 0,
      words: (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)),
    KnownAnswer(
      testDescription: "ones", counter: (.max, .max, .max, .max), key: .max,
      words: (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)),
    KnownAnswer(
      testDescription: "digits of pi", counter: (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
      key: 0x299f_31d0_a409_3822, words: (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)),
  ]

  @Test(arguments: knownAnswers) func givesTheKnownAnswers(_ answer: KnownAnswer) {
    let words = Philox4x32(key: answer.key).block(counter: answer.counter)
    #expect(words == answer.words)
  }
}
