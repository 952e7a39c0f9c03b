export class HealthResponse {
  /** @example ok */
  status: string;
}
export class ReadinessResponse extends HealthResponse {
  /** What works now but will soon fail. @example ["Only 12 % of the disk under FILES_DIR are free"] */
  warnings: string[];
  /** Free space of the disk under FILES_DIR in percent, 0 to 100; null if files are stored in a bucket. */
  filesFreePercent: number | null;
}
export class InvariantState {
  name: string;
  rule: string;
  holds: boolean;
}
export class InvariantsResponse {
  checkedAt: Date;
  checked: number;
  broken: number;
  results: InvariantState[];
}
