export class HealthAnswer {
  /** @example ok */
  status: string;
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
