import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { createConnection } from 'node:net';
import mysql2 from 'mysql2';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import { Transactions } from './transactions.js';

/** A dead peer sends nothing, not even an error. After this much silence the socket is destroyed and the pool recovers. */
const SILENCE_LIMIT_MS = 8_000;

/** Settings that every session relies on, independent of the server's configuration. Sources: docker/mariadb.cnf. */
const SESSION_SETTINGS = `SET SESSION tx_isolation='READ-COMMITTED', time_zone='+00:00', innodb_lock_wait_timeout=3,
  idle_transaction_timeout=10, max_statement_time=5,
  sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY'`;

export interface DataSourceSettings {
  url: string;
  poolSize: number;
  /** For operators' work (migrations, verification): no limits on statement time or silence. */
  patient?: boolean;
}

interface PoolEvents {
  pool?: { on(event: 'connection', listener: (connection: { query(sql: string): void }) => void): void };
}

export async function openDatabase({ url, poolSize, patient = false }: DataSourceSettings): Promise<DataSource> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const source = new DataSource({
    type: 'mariadb',
    driver: mysql2,
    host: hostname,
    port: Number(port || 3306),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: ['DATE'],
    bigNumberStrings: false,
    synchronize: false,
    poolSize,
    extra: {
      jsonStrings: true, // JSON columns arrive as they were written: the event chain hashes them
      queueLimit: 500,
      maxIdle: poolSize,
      idleTimeout: 30_000,
      connectTimeout: 3_000,
      stream: () => {
        const socket = createConnection({ host: hostname, port: Number(port || 3306) });
        socket.setNoDelay(true);
        socket.setKeepAlive(true, 5_000);
        if (!patient) {
          socket.setTimeout(SILENCE_LIMIT_MS, () =>
            socket.destroy(Object.assign(new Error('the database is silent'), { code: 'ETIMEDOUT' })),
          );
        }
        return socket;
      },
    },
  });
  await source.initialize();
  const settings = patient
    ? SESSION_SETTINGS.replace(/(idle_transaction_timeout|max_statement_time)=\d+/g, '$1=0')
    : SESSION_SETTINGS;
  (source.driver as unknown as PoolEvents).pool?.on('connection', (connection) => connection.query(settings));
  // initialize() opened its connection before the listener existed.
  await source.query(settings).catch(async (error: unknown) => {
    await source.destroy();
    throw error;
  });
  return source;
}

@Global()
@Module({
  providers: [
    { provide: Config, useFactory: () => new Config() },
    {
      provide: DataSource,
      inject: [Config],
      useFactory: (config: Config) => openDatabase({ url: config.databaseUrl, poolSize: config.poolSize }),
    },
    Transactions,
  ],
  exports: [Config, DataSource, Transactions],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly source: DataSource) {}

  /** Closes the pool last: all other work has finished by then. */
  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}
