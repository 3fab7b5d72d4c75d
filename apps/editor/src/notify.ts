import { notifications } from '@mantine/notifications'

export function tell(title: string, message = ''): void {
  notifications.show({ title, message, autoClose: 3_000, withBorder: true })
}

export function complain(title: string, message = ''): void {
  notifications.show({ title, message, color: 'red', autoClose: 8_000, withBorder: true })
}
