/** What a driver says of a failure: MariaDB's number, or the system's name. */
export interface DriverFault {
  errno?: number;
  code?: string;
  message: string;
}

/** The driver's own words, also where TypeORM has wrapped them. */
export const driverFault = (error: unknown): DriverFault => {
  const outer = error as { driverError?: DriverFault } & DriverFault;
  return outer?.driverError ?? outer;
};
