export function SessionsPage() {
  return <p>sessions</p>;
}
