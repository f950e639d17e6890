import { t } from './text';

/** In place of a list of which the filter leaves nothing. */
export function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <div class="empty">
      <p>{t('nothingFound')}</p>
      <button onClick={onClear}>{t('clearFilter')}</button>
    </div>
  );
}
