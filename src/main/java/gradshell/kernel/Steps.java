package gradshell.kernel;

/// The steps for which a loop was generated.
///
/// @param form which kind of loop
/// @param ones for NEIGHBOURS, bit i says that input i goes on by 1; otherwise it stays
record Steps(Form form, long ones) {
    enum Form {
        /// One element; no loop at all.
        SINGLE,
        /// The result goes on by 1, each input by 1 or 0.
        NEIGHBOURS,
        /// Any steps.
        ANY
    }

    static final Steps SINGLE = new Steps(Form.SINGLE, -1);
    static final Steps ANY = new Steps(Form.ANY, -1);

    static Steps neighbours(long ones) { return new Steps(Form.NEIGHBOURS, ones); }

    /// Whether an input has the same value for all elements.
    boolean stays(int input) { return form == Form.NEIGHBOURS && (ones >> input & 1) == 0; }
}
