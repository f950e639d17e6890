import { render } from 'preact';
import { App } from './app';
import { giveNonceToStyles } from './style-nonce';
import { language } from './text/language';
import './style.css';

giveNonceToStyles();
document.documentElement.lang = language;
render(<App />, document.getElementById('console')!);
