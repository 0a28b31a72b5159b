import TestSupport
import Testing

@testable import FileFormats

struct CSVTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func read(_ text: String, limit: Int? = nil) throws -> CSVFile.Contents {
    try CSVFile.read(path: try directory.create("table.csv", text.utf8), limit: limit)
  }

  /// The same two images of 2 x 2 pixels with labels in several forms.
  static let forms = [
    "label,p1,p2,p3,p4\n5,1,2,3,4\n0,5,6,7,255\n",
    "p1,p2,p3,p4,Label\r\n1,2,3,4,5\r\n5,6,7,255,0",
    "5,1,2,3,4\r0,5,6,7,255\r",
    "\u{FEFF}\"label\";\"a\";\"b\";\"c\";\"d\"\n\"5\";1;2;3;4\n\n0; 5;6 ;7;255\n\n",
    "5\t1\t2\t3\t4\n0\t5\t6\t7\t255\n", "5.0,1,2,3,4e0\n0,5,6,7,255",
    "5 1 2 3 4\n0   5   6   7 255\n",
  ]

  @Test(arguments: forms)
  func everyUsualFormIsRead(text: String) throws {
    let contents = try read(text)
    #expect(contents.images == NumberArray(shape: [2, 4], [1, 2, 3, 4, 5, 6, 7, 255] as [UInt8]))
    #expect(contents.labels?.values == [5, 0])
    #expect(contents.remark == nil)
  }

  @Test func imagesWithoutLabelsAreToldByTheNamesOrTheNumberOfColumns() throws {
    let named = try read("pixel0,pixel1,pixel2,pixel3\n1,2,3,4\n")
    #expect(named.labels == nil && named.images.shape == [1, 4])
    #expect(named.remark == "no column is called 'label': the images have none")
    let unnamed = try read("1,2,3,4,5,6,7,8,9\n5,6,7,8,9,1,2,3,4\n")
    #expect(unnamed.labels == nil && unnamed.images.shape == [2, 9])
    #expect(unnamed.remark == "lines of 9 numbers: taken as images without labels")
  }

  @Test func labelsAreTakenFromTheLastColumnWhereTheFirstTellsNothing() throws {
    let contents = try read("0,1,2,3,1\n0,4,5,6,0\n0,7,8,9,2\n")
    #expect(contents.labels?.values == [1, 0, 2])
    #expect(contents.images == NumberArray(shape: [3, 4], [0, 1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9] as [UInt8]))
    #expect(contents.remark == "the first column is 0 in every line: the labels are taken from the last")
    let floats = try read("0,1,2,0.5,1\n0,4,5,6,0\n")
    #expect(floats.labels?.values == [1, 0] && floats.images.values == [0, 1, 2, 0.5, 0, 4, 5, 6])
    // One class, and a corner that is no list of classes.
    #expect(try read("3,1,2,3,7\n3,4,5,6,0\n").labels?.values == [3, 3])
  }

  @Test func fractionsMakeFloats() throws {
    let contents = try read("1,10,20,0.5,-1\n2,0,0,0,0\n")
    #expect(contents.images == NumberArray(shape: [2, 4], [Float(10), 20, 0.5, -1, 0, 0, 0, 0]))
    #expect(contents.labels?.values == [1, 2])
  }

  @Test func aLimitAndACompressedFile() throws {
    #expect(try read(Self.forms[0], limit: 1).labels?.values == [5])
    let path = try directory.create("table.csv.gz", gzip(Array(Self.forms[0].utf8)))
    #expect(try CSVFile.read(path: path) == read(Self.forms[0]))
  }

  @Test(arguments: [
    ("label,a\n", "there are no lines of numbers"), ("\n\n", "there are no lines of numbers"),
    ("1,2,3,4,5\n1,2,3,4\n", "line 2 has 4 columns, and the first has 5"),
    ("label,a,b,c,d\n1,2,3,4,5\n\n1,2,3,x y,5\n", "line 4, column 4: 'x y' is no number"),
    ("1,2,3,4,5\n1,2,,4,5\n", "line 2, column 3: '' is no number"),
    ("1,2,3,4,5\n1,2,nan,4,5\n", "line 2, column 3: 'nan' is no number"),
  ])
  func aFaultIsToldByItsLineAndColumn(text: String, reason: String) {
    expectFileError(.badData, reason) { _ = try read(text) }
  }
}
