import QtQuick
import Kiosk
import KioskGlass

Sheet {
    id: root
}
