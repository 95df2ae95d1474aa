/**
 * Templates in the dialect of Proxmox's notification system: Handlebars with its helpers. The library behind it is loaded only
 * when a template is really rendered.
 */
@NullMarked
package dev.allclear.deliver.template;

import org.jspecify.annotations.NullMarked;
