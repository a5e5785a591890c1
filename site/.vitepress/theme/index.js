// The theme that comes with VitePress, without the font that it brings: the reader's own loads nothing.
import theme from 'vitepress/theme-without-fonts';
import './style.css';

export default theme;
