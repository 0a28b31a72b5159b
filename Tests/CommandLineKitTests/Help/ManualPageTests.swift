import Testing

@testable import CommandLineKit

struct ManualPageTests {
  private static let program = Command(
    name: "paint", overview: "Paint.",
    subcommands: [
      Command(
        name: "wall", overview: "Paint a wall.",
        discussion: "Walls dry. Slowly \\ surely:\n\n  .paint wall\n  paint 'x'\n\n.hidden files stay.",
        parameters: [
          Argument<String>("FILE", help: "The wall."),
          Option<Int>("coats", valueName: "N", default: 2, help: "'Coats' of paint. Not too many."),
          Option<Int?>("dry", valueName: "S", withoutValue: 9, help: "Dry."),
          Option<String>("name", valueName: "X|Y", help: "A name."), Flag("fast", help: "Hurry."),
        ]
      ) { _, _ in }
    ])

  private static let pages = ManualPage.pages(
    of: program, date: "May 1, 2026", exitCodes: [("0", "Done."), ("64, 65", "Wrong.")])

  @Test func thePageOfACommandToTheLetter() {
    #expect(
      Self.pages.last?.text == #"""
        .Dd May 1, 2026
        .Dt PAINT-WALL 1
        .Os
        .Sh NAME
        .Nm paint-wall
        .Nd Paint a wall
        .Sh SYNOPSIS
        .Nm paint wall
        .Fl -name Ar "X|Y"
        .Op Ar options ...
        .Ar "FILE"
        .Sh DESCRIPTION
        Paint a wall.
        .Pp
        Walls dry.
        Slowly \e surely:
        .Bd -literal -offset indent
        \&.paint wall
        paint 'x'
        .Ed
        .Pp
        \&.hidden files stay.
        .Bl -tag -width Ds
        .It Ar "FILE"
        The wall.
        .It Fl -coats Ar "N"
        \&'Coats' of paint.
        Not too many.
        (default: 2)
        .It Fl -dry Op Ar "S"
        Dry.
        .It Fl -name Ar "X|Y"
        A name.
        (required)
        .It Fl -fast
        Hurry.
        .It Fl -help , Fl h
        Show help information.
        .El
        .Sh EXIT STATUS
        .Bl -tag -width Ds
        .It Li "0"
        Done.
        .It Li "64, 65"
        Wrong.
        .El
        .Sh SEE ALSO
        .Xr paint 1

        """#)
  }

  @Test func theProgramsPageLeadsToTheOthers() {
    #expect(Self.pages.map(\.name) == ["paint", "paint-wall"])
    #expect(
      Self.pages.first?.text.contains(".Sh COMMANDS\n.Bl -tag -width Ds\n.It Xr paint-wall 1\nPaint a wall.\n") == true)
    #expect(Self.pages.first?.text.hasSuffix(".Sh SEE ALSO\n.Xr paint-wall 1\n") == true)
  }
}
