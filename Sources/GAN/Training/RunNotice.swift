/// Something to tell of a run at work: facts, as a sentence. What to do about it depends on who tells it to whom, and
/// is not said here.
public protocol RunNotice: Sendable, CustomStringConvertible {}
