export class HealthAnswer {
  /** @example ok */
  status: string;
}
export class ReadinessAnswer extends HealthAnswer {
  /** What works and will not for long. @example ["Only 12 % of the disk under FILES_DIR are free"] */
  warnings: string[];
  /** Of the disk under FILES_DIR, 0 to 100; null where files lie in a bucket. */
  filesFreePercent: number | null;
}
export class InvariantState {
  name: string;
  law: string;
  holds: boolean;
}
export class InvariantsAnswer {
  checkedAt: Date;
  checked: number;
  broken: number;
  results: InvariantState[];
}
