/** Alerts for Prometheus' Alertmanager, which resolve themselves. */
@NullMarked
package dev.allclear.deliver.alertmanager;

import org.jspecify.annotations.NullMarked;
