/// Rows that are packed together for inner products, `[panel][column][row]`. The same for every instruction set.
@inlinable package var rowsOfPanel: Int { 8 }
