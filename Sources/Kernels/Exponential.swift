import KernelInterface

// Float32 exponential functions from fused multiply-adds alone, so that every instruction set gives the same bits; the
// C library's differ between machines.

/// e to the power of x for x in [-87, 88], clamped outside; relative error below 2 ulp.
///
/// x = n ln 2 + r with |r| <= ln 2 / 2, in two steps (Cody & Waite, 1980), then the Taylor polynomial of degree 7,
/// whose remainder is 5e-9, and 2^n by its exponent bits.
@inline(__always)
func exponential(_ x: Vector) -> Vector {
  let clamped = pointwiseMax(pointwiseMin(x, Vector(repeating: 88)), Vector(repeating: -87))
  // Adding 1.5 * 2^23 rounds to a whole number, which then stands in the low bits.
  let magic = Vector(repeating: 12_582_912)
  let shifted = magic.addingProduct(clamped, Vector(repeating: 1.442_695_04))
  let n = shifted - magic
  var r = clamped.addingProduct(n, Vector(repeating: -0.693_359_375))
  r = r.addingProduct(n, Vector(repeating: 2.121_944_4e-4))
  var p = Vector(repeating: 1 / 5040)
  p = Vector(repeating: 1 / 720).addingProduct(p, r)
  p = Vector(repeating: 1 / 120).addingProduct(p, r)
  p = Vector(repeating: 1 / 24).addingProduct(p, r)
  p = Vector(repeating: 1 / 6).addingProduct(p, r)
  p = Vector(repeating: 0.5).addingProduct(p, r)
  p = Vector(repeating: 1).addingProduct(p, r)
  p = Vector(repeating: 1).addingProduct(p, r)
  let exponent = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
  return unsafeBitCast(unsafeBitCast(p, to: SIMD16<Int32>.self) &+ exponent, to: Vector.self)
}

/// The logarithm of 1 + u for u in [0, 1]; relative error below 2 ulp.
///
/// log(1 + u) = 2 atanh(s), s = u / (2 + u) <= 1/3, by the series of atanh; the first term left out, s^17 / 17, is
/// below 1e-9 of the sum.
@inline(__always)
func logarithmOfOnePlus(_ u: Vector) -> Vector {
  let s = u / (u + 2)
  let s2 = s * s
  var p = Vector(repeating: 1 / 15)
  p = Vector(repeating: 1 / 13).addingProduct(p, s2)
  p = Vector(repeating: 1 / 11).addingProduct(p, s2)
  p = Vector(repeating: 1 / 9).addingProduct(p, s2)
  p = Vector(repeating: 1 / 7).addingProduct(p, s2)
  p = Vector(repeating: 1 / 5).addingProduct(p, s2)
  p = Vector(repeating: 1 / 3).addingProduct(p, s2)
  p = Vector(repeating: 1).addingProduct(p, s2)
  return 2 * s * p
}

/// The hyperbolic tangent; relative error below 3 ulp.
///
/// Below 0.625 the minimax polynomial of Cephes' `tanhf` (Moshier, 1992), above it 1 - 2 / (e^2|x| + 1).
@inline(__always)
func hyperbolicTangent(_ x: Vector) -> Vector {
  let x2 = x * x
  var p = Vector(repeating: -5.704_988_727_45e-3)
  p = Vector(repeating: 2.063_908_879_54e-2).addingProduct(p, x2)
  p = Vector(repeating: -5.373_971_555_31e-2).addingProduct(p, x2)
  p = Vector(repeating: 1.333_144_220_36e-1).addingProduct(p, x2)
  p = Vector(repeating: -3.333_328_194_22e-1).addingProduct(p, x2)
  let small = x.addingProduct(p * x2, x)
  let magnitude = x.replacing(with: -x, where: x .< 0)
  let large = 1 - 2 / (exponential(2 * magnitude) + 1)
  return small.replacing(with: large.replacing(with: -large, where: x .< 0), where: magnitude .>= 0.625)
}
