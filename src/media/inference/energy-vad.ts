// Speech by loudness alone: stands in while the model is not there, or too late. Follows the noise floor of the line.

export interface EnergyVad {
  /** `meanSquare` of one window; gives 0..1 like the model. */
  probability(meanSquare: number): number;
  /** Is a window whose loudest part is `meanSquare` nothing but the background of a quiet line? */
  isBackground(meanSquare: number): boolean;
}

/** Speech is at least this far above the floor, and above about -50 dBFS at all. */
const marginDb = 12;
const leastDb = -50;
/** Syllables have holes: for so many windows after a loud one it is neither speech nor silence. */
const holdWindows = 5;
const undecided = 0.4;
/** The background moves by so much, and below this floor every line is silent. */
const backgroundDb = 6;
const silentDb = -70;

export function createEnergyVad(): EnergyVad {
  let floorDb = -60;
  let hold = 0;
  return {
    probability(meanSquare) {
      const db = toDb(meanSquare);
      floorDb += db < floorDb ? (db - floorDb) * 0.3 : Math.min(db - floorDb, 0.05);
      const above = db - Math.max(leastDb - marginDb, floorDb) - marginDb;
      if (above > 0) hold = holdWindows;
      else if (hold-- > 0) return undecided;
      return 1 / (1 + Math.exp(-above));
    },
    isBackground(meanSquare) {
      const db = toDb(meanSquare);
      return db < leastDb && db < Math.max(floorDb, silentDb) + backgroundDb;
    },
  };
}

/** Of full scale. */
function toDb(meanSquare: number): number {
  return 10 * Math.log10(meanSquare / 32768 ** 2 + 1e-10);
}
