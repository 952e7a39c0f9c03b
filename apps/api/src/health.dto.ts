export class HealthAnswer {
  /** @example ok */
  status: string;
}
export class ReadinessAnswer extends HealthAnswer {
  /** Problems that will soon cause a failure. @example ["Only 12 % of the disk under FILES_DIR are free"] */
  warnings: string[];
  /** Free space of the disk under FILES_DIR in percent, 0 to 100; null if files are stored in a bucket. */
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
