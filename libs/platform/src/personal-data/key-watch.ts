import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import { PollingLoop } from '../jobs/polling-loop.js';
import { metrics } from '../metrics.js';
import { KeyFault } from './data-keys.js';
import { FieldEncryption } from './field-encryption.js';

/** For the start of a process: wrong or missing data keys end it with one line that says what to do. Any other error is
 *  rethrown. */
export function endOnKeyFault(error: unknown): never {
  if (!(error instanceof KeyFault)) throw error;
  process.stderr.write(`Cannot start. ${error.message}\n`);
  process.exit(78); // EX_CONFIG of sysexits.h
}

/** This long after a key came into force, every process that can reach the database uses it: the watch checks every four
 *  seconds, and a transaction ends within ten. */
export const PROPAGATION_SECONDS = 15;
const EVERY_MS = 4_000;

/** Compares the keys of this process with the database regularly. A process whose keys no longer match stops encrypting and
 *  is not ready; a process whose keys match learns which key encrypts now. */
@Injectable()
export class KeyWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('encryption');
  private lastLogged = '';
  private readonly ticker = new PollingLoop(
    EVERY_MS,
    () => this.encryption.prove(this.transactions).then(() => (this.lastLogged = '')),
    (error) => this.logFault(error),
  );

  constructor(
    private readonly encryption: FieldEncryption,
    private readonly transactions: Transactions,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.ticker.stop();
  }

  private logFault(error: Error): void {
    // An unreachable database is reported elsewhere; the keys are as valid as before.
    if (!(error instanceof KeyFault)) return;
    metrics.keyFaults.inc();
    if (this.lastLogged !== error.message) this.log.fatal(error.message);
    this.lastLogged = error.message;
  }
}
