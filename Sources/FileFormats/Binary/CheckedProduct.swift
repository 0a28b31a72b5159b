extension Collection<Int> {
  /// The product of all elements (1 if there are none), or `nil` if one is negative or the product overflows.
  ///
  /// A zero does not excuse the other elements: their product must not overflow either.
  func checkedProduct() -> Int? {
    var product = 1
    for factor in self where factor != 0 {
      let (next, overflows) = product.multipliedReportingOverflow(by: factor)
      if factor < 0 || overflows { return nil }
      product = next
    }
    return contains(0) ? 0 : product
  }
}
