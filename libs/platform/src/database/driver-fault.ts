/** A driver's description of a failure: MariaDB's error number, or the system's error name. */
export interface DriverFault {
  errno?: number;
  code?: string;
  message: string;
}

/** The driver's own error, also when TypeORM has wrapped it. */
export const driverFault = (error: unknown): DriverFault => {
  const outer = error as { driverError?: DriverFault } & DriverFault;
  return outer?.driverError ?? outer;
};
