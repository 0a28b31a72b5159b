import Foundation
import Platform

/// The loop that serves a live page: one thread, a few connections, none of which it waits for.
struct LiveServer {
  private let listener: LoopbackListener
  private let wake: Int32
  private let site: LiveSite
  private var connections: [LiveConnection] = []

  /// Connections at a time; others wait with the system.
  private static let maximumCount = 12
  /// Of these, how many may wait for news.
  private static let maximumWaitingCount = 8
  /// How long a page that has just been sent data is awaited at the end.
  private static let farewell = Duration.milliseconds(1500)
  /// Within which a page asks again.
  private static let patience = Duration.seconds(3)
  private static let breath = Duration.milliseconds(250)
  private static let shortTick = Duration.milliseconds(50)
  private static let tick = Duration.milliseconds(500)
  private static let longTick = Duration.seconds(60)

  /// Serves a site to whoever comes to a listener. A byte to the pipe `wake` ends a wait.
  init(_ listener: LoopbackListener, wake: Int32, _ site: LiveSite) {
    self.listener = listener
    self.wake = wake
    self.site = site
  }

  /// Serves until `isOver`, and then until those that look have been told.
  mutating func serve(until isOver: () -> Bool) {
    while !isOver() {
      answerWaiting(at: .now)
      step(hasEnded: false)
    }
    site.end()
    let start = ContinuousClock.now
    // Whoever waits is told at once; whoever is between two questions has a moment to ask.
    let isWatched = site.lastTold.map { start - $0 < Self.patience } ?? false
    answerWaiting(at: start)
    var lastBusy = start
    while .now < start + Self.farewell {
      let wasTold = site.lastTold.map { $0 >= start } ?? false
      if !connections.isEmpty { lastBusy = .now }
      // Whoever was told asks for the last pictures.
      if connections.isEmpty, !isWatched || wasTold && .now > lastBusy + Self.breath { break }
      step(hasEnded: true)
    }
    for connection in connections { close(connection.descriptor) }
  }

  /// Tells those that wait for news, if there are any.
  private mutating func answerWaiting(at now: ContinuousClock.Instant) {
    let waiting = connections.indices.filter { connections[$0].awaitedVersion != nil }
    guard !waiting.isEmpty else { return }
    site.look(at: now)
    for (place, index) in waiting.enumerated() {
      if connections[index].awaitedVersion != site.version {
        connections[index].send(site.dataResponse(), at: now)
      } else if now >= connections[index].deadline || place < waiting.count - Self.maximumWaitingCount {
        connections[index].send(site.nothingNew(), at: now)
      }
    }
  }

  /// Waits until something can be done, and does it.
  private mutating func step(hasEnded: Bool) {
    let mayAccept = connections.count < Self.maximumCount
    let fixed: [(descriptor: Int32, writes: Bool)] =
      (hasEnded ? [] : [(wake, false)]) + (mayAccept ? [(listener.descriptor, false)] : [])
    let ready = Sockets.wait(
      fixed + connections.map { ($0.descriptor, $0.writes) },
      atMost: hasEnded ? Self.shortTick : connections.isEmpty ? Self.longTick : Self.tick)
    let now = ContinuousClock.now
    var kept: [LiveConnection] = []
    for (connection, isReady) in zip(connections, ready.dropFirst(fixed.count)) {
      var connection = connection
      if isReady, connection.phase == .reading { site.look(at: now) }
      let goesOn = !isReady || connection.proceed(site, at: now)
      if goesOn, connection.awaitedVersion != nil || now < connection.deadline {
        kept.append(connection)
      } else {
        close(connection.descriptor)
      }
    }
    connections = kept
    if mayAccept, ready[fixed.count - 1] { accept(at: now) }
  }

  private mutating func accept(at now: ContinuousClock.Instant) {
    while connections.count < Self.maximumCount, let descriptor = listener.accept() {
      connections.append(LiveConnection(descriptor, at: now))
    }
  }
}
