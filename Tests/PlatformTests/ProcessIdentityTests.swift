import Foundation
import Testing

@testable import Platform

/// Whose a leftover is.
struct ProcessIdentityTests {
  private let own = ProcessIdentity.current

  @Test func thisProcessHasNotEnded() {
    #expect(own.number == getpid() && own.start > 0)
    #expect(!own.hasEnded)
  }

  @Test func aLaterProcessOfTheSameNumberIsAnother() {
    #expect(ProcessIdentity(host: own.host, number: own.number, start: own.start &- 1).hasEnded)
    #expect(!ProcessIdentity(host: own.host, number: own.number, start: 0).hasEnded)
  }

  @Test func aNumberThatNoProcessHasIsOneThatEnded() {
    #expect(ProcessIdentity(host: own.host, number: pid_t.max, start: 1).hasEnded)
  }

  @Test func nothingIsKnownOfOtherHosts() {
    #expect(!ProcessIdentity(host: own.host &+ 1, number: pid_t.max, start: 1).hasEnded)
  }
}
