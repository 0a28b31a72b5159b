// Elementary functions with the same bits on every machine. The C library's differ between systems and versions, so
// these are built from `+`, `-`, `*` and `/` alone, which IEEE 754 rounds in one way only. Swift never contracts `a * b
// + c` to a fused multiply-add, and Python neither: `scripts/reference/random_numbers.py` has the same operations in
// the same order. Constants that are not small fractions are hexadecimal, because the compiler rounds a decimal literal
// twice (to 80 bits, then to 64) on x86-64 and once elsewhere.
//
// An ulp is the distance between neighbouring `Double`s at the exact result.

/// The natural logarithm, with an error below 1 ulp and `portableLog(1)` exactly 0.
///
/// With `x = 2^k m` and `m` between the roots of 1/2 and 2, `f = m - 1` is exact and `log(x) = k log(2) + log(1 + f)`.
/// For the latter, `s = f / (2 + f)` gives `log(1 + f) = 2 atanh(s) = 2 (s + s^3/3 + s^5/5 + ...)`. As `|s| < 0.1716`,
/// the terms after `s^21` are below 2^-60 of the sum. The large part is taken from `f` itself, because
/// `2s = f - f^2/2 + s f^2/2`, so that the rounding of the division only touches small terms (fdlibm's scheme).
///
/// - Parameter x: a positive, finite, normal number; the result for others is meaningless.
/// - Returns: `log(x)`.
package func portableLog(_ x: Double) -> Double {
  var exponent = Double(Int(truncatingIfNeeded: x.bitPattern >> 52) - 1023)
  var significand = Double(bitPattern: x.bitPattern & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
  if significand > 0x1.6a09e667f3bcdp+0 {  // the square root of 2
    significand *= 0.5
    exponent += 1
  }

  let f = significand - 1
  let s = f / (2 + f)
  let z = s * s
  var series = 2.0 / 21.0
  series = series * z + 2.0 / 19.0
  series = series * z + 2.0 / 17.0
  series = series * z + 2.0 / 15.0
  series = series * z + 2.0 / 13.0
  series = series * z + 2.0 / 11.0
  series = series * z + 2.0 / 9.0
  series = series * z + 2.0 / 7.0
  series = series * z + 2.0 / 5.0
  series = series * z + 2.0 / 3.0
  series *= z

  // The first part of log(2) has 42 bits, so that its product with the exponent is exact; the second is the rest.
  let logTwoHigh = 0x1.62e42fefa38p-1
  let logTwoLow = 0x1.ef35793c7673p-45
  let halfSquare = 0.5 * f * f
  return exponent * logTwoHigh - ((halfSquare - (s * (halfSquare + series) + exponent * logTwoLow)) - f)
}

/// The sine and cosine of an angle given in turns, `sin(2 pi u)` and `cos(2 pi u)`, each with an error below 1.5 ulp,
/// and exact at whole quarters of a turn.
///
/// In turns the reduction to an eighth of a turn on either side of a quarter is exact: `r = 4u - round(4u)`. The
/// polynomials are the Taylor series of `sin(pi r / 2)` and `cos(pi r / 2)`, whose coefficients are
/// `(pi / 2)^n / n!` with alternating signs. As `|r| <= 1/2`, the terms left out are below 2^-58. The sine's first
/// coefficient is split into 3/2 and a small rest, because the product with 3/2 is exact if `u` is a multiple of 2^-53.
///
/// - Parameter turns: the angle in turns, from 0 up to and without 1, or not a number.
/// - Returns: the sine and the cosine of the angle; not numbers if it is not.
package func portableSinCosTurns(_ turns: Double) -> (sin: Double, cos: Double) {
  if turns.isNaN { return (turns, turns) }
  let quarters = 4 * turns
  let quarter = Int(quarters + 0.5)
  let r = quarters - Double(quarter)
  let z = r * r

  var sine = 0x1.aaec32af93359p-38  // (pi/2)^17 / 17!
  sine = sine * z - 0x1.6fadb9f155744p-31
  sine = sine * z + 0x1.e8f434d018d63p-25
  sine = sine * z - 0x1.e3074fde8871fp-19
  sine = sine * z + 0x1.50783487ee782p-13
  sine = sine * z - 0x1.32d2cce62bd86p-8
  sine = sine * z + 0x1.466bc6775aae2p-4
  sine = sine * z - 0x1.4abbce625be53p-1
  sine = sine * z + 0x1.21fb54442d184p-4  // pi/2 - 3/2
  sine = 1.5 * r + r * sine

  var cosine = 0x1.20c62c2f2d7f5p-34  // (pi/2)^16 / 16!
  cosine = cosine * z - 0x1.b6e24f44b128fp-28
  cosine = cosine * z + 0x1.f9d38a3763cc3p-22
  cosine = cosine * z - 0x1.a6d1f2a204a8cp-16
  cosine = cosine * z + 0x1.e1f506891babbp-11
  cosine = cosine * z - 0x1.55d3c7e3cbffap-6
  cosine = cosine * z + 0x1.03c1f081b5ac4p-2
  cosine = cosine * z - 0x1.3bd3cc9be45dep+0  // (pi/2)^2 / 2
  cosine = 1 + cosine * z

  switch quarter & 3 {
  case 0: return (sine, cosine)
  case 1: return (cosine, -sine)
  case 2: return (-sine, -cosine)
  default: return (-cosine, sine)
  }
}

/// The exponential function, with an error below 2 ulp; 0 below -708 and infinite above 709.
///
/// `x = n log(2) + r` with `|r| <= log(2) / 2`, in two steps (Cody & Waite, 1980), then the Taylor polynomial of degree
/// 13, whose remainder is below 2^-57 of the sum, and 2^n by its exponent bits.
///
/// - Parameter x: any number, or not a number.
/// - Returns: e to the power of `x`; not a number if that is none.
package func portableExp(_ x: Double) -> Double {
  guard x >= -708 else { return x.isNaN ? x : 0 }
  if x > 709 { return .infinity }
  let n = (x * 0x1.71547652b82fep+0).rounded()  // 1 / log(2)
  let r = (x - n * 0x1.62e42fefa38p-1) - n * 0x1.ef35793c7673p-45
  var series = 1.0 / 6_227_020_800  // 1 / 13!
  series = series * r + 1.0 / 479_001_600
  series = series * r + 1.0 / 39_916_800
  series = series * r + 1.0 / 3_628_800
  series = series * r + 1.0 / 362_880
  series = series * r + 1.0 / 40_320
  series = series * r + 1.0 / 5_040
  series = series * r + 1.0 / 720
  series = series * r + 1.0 / 120
  series = series * r + 1.0 / 24
  series = series * r + 1.0 / 6
  series = series * r + 0.5
  series = series * r + 1
  series = series * r + 1
  return series * Double(sign: .plus, exponent: Int(n), significand: 1)
}
