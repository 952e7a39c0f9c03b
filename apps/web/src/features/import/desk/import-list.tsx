import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, reasonOf, type Schemas } from '../../../core/api';
import { unitsWith, useSession } from '../../../core/session';
import { showToast } from '../../../core/toast';
import { Button, Empty, Tag, When } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { upload } from '../../../core/upload';
import { download } from '../../../core/download';
import { HeadingChoices, headingsIn } from './heading-choices';
import { IMPORT_KEYS, importRoutes, type ImportForm } from './import-routes';
import { Heading } from '../../../frames/desk';
import { SheetButton } from '../../../ui/desk/workbook-button';
import { IMPORT_TONES } from './take-back';
import { UnitField } from '../../people/desk/unit-field';

/** The uploaded files of a kind, and an upload button. Files in progress can be left and are found again here. */
export function ImportList({
  form,
  permission,
  templateName,
  onSent,
  renderLink,
}: {
  form: ImportForm;
  /** The permission whose unit is selected at first. */
  permission: Parameters<typeof unitsWith>[1];
  templateName: string;
  onSent: (id: string) => Promise<void>;
  /** Wraps a file's card in a link to its page. */
  renderLink: (id: string, card: ReactNode) => ReactElement;
}): ReactElement {
  const { t } = useTranslation('imports');
  const person = useSession();
  const [unitId, setUnitId] = useState(unitsWith(person, permission)[0]);
  const [percent, setPercent] = useState<number>();
  const [refused, setRefused] = useState<{ file: File; headings: Schemas['HeadingResponse'][] }>();
  const { all } = importRoutes(form);
  const send = async (file: File | undefined): Promise<void> => {
    if (!file || !unitId) return;
    setPercent(0);
    setRefused(undefined);
    try {
      const { id } = await upload<Schemas['ImportStartedResponse']>(
        `${all}?unitId=${unitId}`,
        { blob: file, name: file.name },
        { onProgress: setPercent },
      );
      await onSent(id);
    } catch (error) {
      const headings = headingsIn(error);
      if (headings.length > 0) setRefused({ file, headings });
      showToast(reasonOf(error), 'error');
    } finally {
      setPercent(undefined);
    }
  };
  return (
    <>
      <Heading title={t(`page.${form}.title`)} lead={t(`page.${form}.lead`)}>
        <Button icon="download" onClick={() => void download(`${all}/template.xlsx`, templateName)}>
          {t(`page.${form}.template`)}
        </Button>
      </Heading>
      <section className="card stack">
        <UnitField label={t(`page.${form}.unit`)} value={unitId} onChange={setUnitId} />
        <SheetButton
          label={t(`page.${form}.choose`)}
          sending={t('sending')}
          percent={percent}
          isDisabled={!unitId}
          onTake={(file) => void send(file)}
        />
      </section>
      {refused && unitId && (
        <HeadingChoices
          form={form}
          unitId={unitId}
          headings={refused.headings}
          isNeeded
          onChosen={() => send(refused.file)}
        />
      )}
      <EndlessList
        queryKey={[IMPORT_KEYS[form], 'list']}
        load={(cursor) => api.GET(all, { params: { query: { limit: 20, cursor } } })}
        empty={
          <Empty icon="upload" title={t(`page.${form}.empty`)}>
            <p className="soft">{t(`page.${form}.emptyHint`)}</p>
          </Empty>
        }
      >
        {(one) => renderLink(one.id, <ImportCard form={form} data={one} />)}
      </EndlessList>
    </>
  );
}

function ImportCard({ form, data }: { form: ImportForm; data: Schemas['ImportResponse'] }): ReactElement {
  const { t } = useTranslation('imports');
  return (
    <>
      <div className="between">
        <p className="strong">{data.fileName}</p>
        <Tag tone={IMPORT_TONES[data.status]}>{t(`status.${data.status}`)}</Tag>
      </div>
      <p className="small">{data.problem ? data.problem.title : t(`page.${form}.counts`, data.counts)}</p>
      <p className="small soft">
        <When at={data.createdAt} /> · {t('rows', { count: data.rowsTotal || data.rowsRead })}
      </p>
    </>
  );
}
