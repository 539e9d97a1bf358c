import type { Json } from '../http';
import { BOT, type World } from '../world';

type Fields = Readonly<Record<string, Json>>;

/** `simple-user` */
export function userJson(
  world: World,
  login: string,
  type: 'User' | 'Organization' = 'User',
): Fields {
  const url = `${world.url}/users/${encodeURIComponent(login)}`;
  const lists = ['followers', 'subscriptions', 'organizations', 'repos', 'received_events'];
  return {
    login,
    id: world.userId(login),
    node_id: nodeId('U', world.userId(login)),
    avatar_url: `${world.webUrl}/avatars/${encodeURIComponent(login)}`,
    gravatar_id: '',
    url,
    html_url: `${world.webUrl}/${encodeURIComponent(login)}`,
    type: login === BOT ? 'Bot' : type,
    site_admin: false,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    events_url: `${url}/events{/privacy}`,
    ...Object.fromEntries(lists.map(list => [`${list}_url`, `${url}/${list}`])),
  };
}

/** `public-user` */
export function ownUserJson(world: World, login: string): Fields {
  const time = '2020-01-01T00:00:00Z';
  return {
    ...userJson(world, login),
    name: null,
    company: null,
    blog: null,
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 1,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: time,
    updated_at: time,
  };
}

export function nodeId(kind: string, id: number): string {
  return Buffer.from(`${kind}_${String(id)}`).toString('base64url');
}
