// The grid on which a media host works.

/** One slot of the ticker, µs. */
export const slotUs = 5000;
/** Frames of the mixer are this many slots long. */
export const frameSlots = 4;
export const frameUs = slotUs * frameSlots;
/** Rate at which voices are kept and mixed. Legs resample to what their wire wants. */
export const mixRateHz = 24000;
export const mixFrameSamples = (mixRateHz * frameUs) / 1e6;
