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
