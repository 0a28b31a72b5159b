/// The binary formats of Netpbm with 8 bits a value: PGM (`P5`) for grey, PPM (`P6`) for RGB.
public enum PortableAnyMap {
  /// The bytes of `image` as a PGM file if it has one channel, as a PPM file if it has three.
  public static func encode(_ image: RasterImage) -> [UInt8] {
    let magic = image.channels == 1 ? "P5" : "P6"
    return Array("\(magic)\n\(image.width) \(image.height)\n255\n".utf8) + image.pixels
  }
}
