import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, reasonOf, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { holds, useSession } from '../app/session';
import { tell } from '../app/tell';
import { Icon } from '../look/icons';
import { Button, Fault, Sheet, Skeleton, TextAreaField, TextField, Wide } from '../look/kit';
import { unitsQuery, type Unit } from '../wish/units';
import { Heading } from './shell';

interface Node extends Unit {
  children?: Node[];
}

/** The tree of one's units. */
export function UnitsPage(): ReactElement {
  const { t } = useTranslation('office');
  const person = useSession();
  const [search, setSearch] = useState('');
  const [isImporting, setImporting] = useState(false);
  const { data, error, refetch } = useQuery(unitsQuery);
  const nodes = useMemo(() => treeOf(data ?? [], search.trim()), [data, search]);
  return (
    <>
      <Heading title={t('units.title')}>
        {holds(person, 'administrator') && (
          <Button icon="upload" onClick={() => setImporting(true)}>
            {t('units.import')}
          </Button>
        )}
      </Heading>
      <TextField label={t('units.search')} type="search" value={search} onChange={setSearch} />
      {error ? (
        <Fault error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton />
      ) : (
        <Wide>
          <Table<Node>
            rowKey="id"
            size="middle"
            dataSource={nodes}
            pagination={{ pageSize: 100, hideOnSinglePage: true, showSizeChanger: false }}
            expandable={{ defaultExpandedRowKeys: nodes.map(({ id }) => id) }}
            columns={[
              { title: t('units.name'), dataIndex: 'name' },
              {
                title: t('units.level'),
                dataIndex: 'level',
                render: (level: Unit['level']) => t(`units.levels.${level}`),
              },
              {
                title: t('units.code'),
                dataIndex: 'code',
                render: (code: string) => <span className="figures">{code}</span>,
              },
            ]}
          />
        </Wide>
      )}
      {isImporting && <ImportUnits onClose={() => setImporting(false)} />}
    </>
  );
}

/** Everything as a tree; while something is searched, what fits as a list. */
function treeOf(units: Unit[], search: string): Node[] {
  if (search) return units.filter(({ name, code }) => name.includes(search) || code.startsWith(search));
  const nodes = new Map<string, Node>(units.map((unit) => [unit.id, { ...unit }]));
  const roots: Node[] = [];
  for (const node of nodes.values()) {
    const parent = nodes.get(node.parentId ?? '');
    if (parent) (parent.children ??= []).push(node);
    else roots.push(node);
  }
  return roots;
}

function ImportUnits({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const [csv, setCsv] = useState('');
  const send = useCommand<void, Schemas['UnitsImportAnswer']>({
    send: () => answer(api.POST('/api/v1/units/import', { body: { csv } })),
    touches: [['units']],
    done: (result) => {
      tell(t('units.imported', result));
      onClose();
    },
    refused: () => true,
  });
  return (
    <Sheet title={t('units.import')} onClose={onClose}>
      <label className="button file-button">
        <Icon name="upload" />
        {t('units.choose')}
        <input type="file" accept=".csv" onChange={(event) => void event.target.files?.[0]?.text().then(setCsv)} />
      </label>
      <TextAreaField
        label={t('units.text')}
        hint={t('units.importHint')}
        fault={send.error ? reasonOf(send.error) : undefined}
        value={csv}
        onChange={setCsv}
      />
      <Button look="main" isWide disabled={csv.length < 10} isBusy={send.isPending} onClick={() => send.mutate()}>
        {t('units.import')}
      </Button>
    </Sheet>
  );
}
