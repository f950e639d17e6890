import { texts } from '../text/language';

export const t = texts({
  en: {
    pending: 'pending',
    running: 'running',
    completed: 'completed',
    failed: 'failed',
    deleted: 'deleted',
    deployed: 'deployed',
    unknown: 'unknown',
    deleting: 'deleting',
    planned: 'planned',
    created: 'created',
    configured: 'configured',
    unchanged: 'unchanged',
    undone: 'undone',
    left_behind: 'left behind',
    taken_over: 'taken over',
    cancel: 'Cancel',
    close: 'Close',
    nothingFound: 'Nothing matches the filter.',
    clearFilter: 'Clear the filter',
    stale: 'may be old: the cluster can’t be heard',
  },
  ko: {
    pending: '대기 중',
    running: '실행 중',
    completed: '완료',
    failed: '실패',
    deleted: '삭제됨',
    deployed: '배포됨',
    unknown: '알 수 없음',
    deleting: '삭제 중',
    planned: '예정',
    created: '생성됨',
    configured: '변경됨',
    unchanged: '변경 없음',
    undone: '되돌림',
    left_behind: '남아 있음',
    taken_over: '인계됨',
    cancel: '취소',
    close: '닫기',
    nothingFound: '필터와 일치하는 항목이 없습니다.',
    clearFilter: '필터 지우기',
    stale: '클러스터와 통신할 수 없어 오래된 상태일 수 있습니다',
  },
});

const words = new Set(['pending', 'running', 'completed', 'failed', 'deleted', 'deployed', 'unknown', 'deleting', 'planned', 'created', 'configured', 'unchanged', 'undone', 'left_behind', 'taken_over']);

/** A word of the service in the user's language; one that the console does not know, as it is. */
export const word = (of: string): string => (words.has(of) ? t(of as Parameters<typeof t>[0]) : of);
