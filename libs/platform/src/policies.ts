import { Injectable } from '@nestjs/common';
import type { Reader, Tx } from './database/transactions.js';
import { Policy } from './policy.entity.js';
import { problem } from './problems.js';
import type { Row } from './database/rows.js';

export const PolicyOutdated = problem('POLICY_OUTDATED', 409, {
  zh: '规则已被他人更新为第 {version} 版，请刷新后再改。',
  en: 'Somebody else has published version {version}. Reload and try again.',
});

/** Rules as versioned data: the newest version is in force, old ones stay readable, none is ever changed. */
@Injectable()
export class Policies {
  /** The newest version; version 0 without a body when there is none. */
  async current<T>(reader: Reader, name: string): Promise<{ version: number; body: T | undefined }> {
    const row = await reader.row<Row<Policy, 'version' | 'body'>>(
      'SELECT version, body FROM policy WHERE name = ? ORDER BY version DESC LIMIT 1',
      [name],
    );
    return row ? { version: row.version, body: JSON.parse(row.body) as T } : { version: 0, body: undefined };
  }

  /** Locks the newest version: no other version can follow until the transaction ends. */
  async hold(tx: Tx, name: string): Promise<void> {
    await tx.row('SELECT version FROM policy WHERE name = ? ORDER BY version DESC LIMIT 1 LOCK IN SHARE MODE', [name]);
  }

  /** Puts a new version in force, and returns its number. Throws POLICY_OUTDATED when `basedOn` is not the newest. */
  async putInForce(tx: Tx, name: string, basedOn: number, body: unknown, setBy: string): Promise<number> {
    const newest = await tx.row<{ version: number }>(
      'SELECT COALESCE(MAX(version), 0) AS version FROM policy WHERE name = ? FOR UPDATE',
      [name],
    );
    const version = Number(newest?.version ?? 0);
    if (version !== basedOn) throw PolicyOutdated({ version });
    await tx.insert(Policy, {
      name,
      version: version + 1,
      body: JSON.stringify(body),
      setBy,
      createdAt: await tx.now(),
    });
    return version + 1;
  }
}

/** A version of a rule; `body` is its JSON. */
export interface PolicyVersion {
  version: number;
  body: string;
  setBy: string;
  createdAt: Date;
}
const COLUMNS = 'version, body, set_by, created_at';

/** The versions of a rule, newest first; at most 100. */
export const policyVersions = (reader: Reader, name: string): Promise<PolicyVersion[]> =>
  reader.rows(`SELECT ${COLUMNS} FROM policy WHERE name = ? ORDER BY version DESC LIMIT 100`, [name]);

export const policyVersion = (reader: Reader, name: string, version: number): Promise<PolicyVersion | undefined> =>
  reader.row(`SELECT ${COLUMNS} FROM policy WHERE name = ? AND version = ?`, [name, version]);

/** The newest version that has started by a day, by the day `validFrom` of its body; a version without it starts at once. */
export const policyValidOn = (reader: Reader, name: string, day: string): Promise<PolicyVersion | undefined> =>
  reader.row(
    `SELECT ${COLUMNS} FROM policy WHERE name = ? AND COALESCE(JSON_VALUE(body, '$.validFrom'), '') <= ?
     ORDER BY version DESC LIMIT 1`,
    [name, day],
  );
