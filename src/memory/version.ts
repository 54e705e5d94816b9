// Which version of the fold made the memories and marks that are kept at hand.

/** To be raised whenever the same events fold to something else, or are kept in another form. */
export const FOLD_VERSION = 3;
