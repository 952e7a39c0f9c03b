import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { may, useSession } from '../../../core/session';
import { ButtonLink, TextField, Wide, Waiting } from '../../../ui';
import { unitsQuery, type Unit } from '../units';
import { Heading } from '../../../frames/desk';

interface Node extends Unit {
  children?: Node[];
}

/** The tree of the person's units. */
export function UnitsPage(): ReactElement {
  const { t } = useTranslation('office');
  const person = useSession();
  const [search, setSearch] = useState('');
  const { data, error, refetch } = useQuery(unitsQuery);
  const nodes = useMemo(() => treeOf(data ?? [], search.trim()), [data, search]);
  return (
    <>
      <Heading title={t('units.title')}>
        {may(person, 'unit.import') && (
          <ButtonLink to="/c/unit-imports" icon="upload">
            {t('units.import')}
          </ButtonLink>
        )}
      </Heading>
      <TextField label={t('units.search')} type="search" value={search} onChange={setSearch} />
      {!data ? (
        <Waiting error={error} onRetry={refetch} />
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
    </>
  );
}

/** All units as a tree; while searching, the matches as a list. */
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
