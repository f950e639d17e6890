import type { Route } from '../route';
export function JobPage(of: Extract<Route, { view: 'job' }>) {
  return <p>{of.job}</p>;
}
